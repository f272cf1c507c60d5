"""The commands of an Area's quarter."""
