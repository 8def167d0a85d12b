eval "$(register-python-argcomplete mlmeta)"
complete -p mlmeta
