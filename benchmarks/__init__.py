"""What people wait for, measured. Ratios travel between machines; absolute figures do not."""
