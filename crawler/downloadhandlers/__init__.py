"""Where answers come from instead of the network."""
