"""Who works here: accounts, units, roles and dated appointments. Nothing about those the work concerns."""
