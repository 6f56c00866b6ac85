"""How dates are written where no template says it: as on the public pages."""
