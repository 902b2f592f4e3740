"""Change requests: written by a publisher's desk, applied by a writer's shop."""
