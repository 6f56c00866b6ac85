"""Layer 2: districts, focuses, clinics, their prices and evidence; listing, filters, facets and imports."""
