"""The directory as open data: the listing with its facets, one clinic, the vocabularies, CSV and GeoJSON."""
