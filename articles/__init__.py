"""Layer 3: disclaimers and emergency contacts, later guides."""
