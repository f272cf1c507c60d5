"""The commands of whoever runs the system."""
