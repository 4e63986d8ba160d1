"""The faces: pages people and offices see. Knows commands and queries of the apps below, never their models."""
