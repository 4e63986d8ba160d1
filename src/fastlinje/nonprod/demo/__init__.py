"""`fastlinje demo`: everything on one machine, with people to try it as."""
