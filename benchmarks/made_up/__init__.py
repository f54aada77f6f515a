"""What explainers consist of that are written to be measured: all places in them are invented, and all values."""
