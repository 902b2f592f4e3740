"""Files and handoffs -> findings; an inspection changes nothing."""
