"""From source systems to committed loads in the raw zone; nothing here interprets a value."""
