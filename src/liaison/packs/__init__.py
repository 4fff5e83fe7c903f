"""The packs that come with the program: a folder of TOML files for each authority, and for the model."""
