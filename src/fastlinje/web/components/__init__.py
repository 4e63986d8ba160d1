"""The look: strict template tags over Designsystemet's classes, the frame around every page, and the gallery.

A component is a plain function with keyword-only arguments. A template that names an unknown argument, forgets a
required one, or gives a value outside the allowed set does not render. docs/components.md lists them all.
"""
