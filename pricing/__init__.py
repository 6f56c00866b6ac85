"""Layer 1: procedures, treatments, market prices, tiers, currencies and price arithmetic."""
