"""The demo's own post office: takes every e-mail and SMS the product sends, delivers none, and shows them on a page."""
