"""Publishers' profiles as data, one TOML file per house."""
