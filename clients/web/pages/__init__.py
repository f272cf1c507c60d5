"""The pages, one module a matter: what each shows, and what its form sends."""
