"""Settings, assembly, the `pulang` command and the supervisor. Nothing imports this package."""
