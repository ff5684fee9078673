-- Whoever migrates, the owner of what is made is the role that nobody can log in as.
set role ${owner};
