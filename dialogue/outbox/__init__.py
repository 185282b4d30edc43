"""What leaves the house: letters and calls, kept until they were delivered or never can be."""
