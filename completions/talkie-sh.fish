# Made by `talkie-sh completions fish` from the parser; do not edit.
complete -c talkie-sh -f
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -s h -l help -d 'show this help'
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -l version -d 'show the version'
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -l config -r -F -d 'read this settings file instead of your own'
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -l debug -d 'show the traceback of an error'
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -l engine -x -a 'embedded preprocessor' -d 'what proposes commands the trained model or the tables alone (default embedded)'
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -l source -x -a 'typed voice' -d 'where words come from if nobody says typed or voice (default typed)'
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -l private -d 'keep this session out of the log'
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -a reconstruct -d 'turn words into commands, one a line'
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -a config -d 'show the settings in force, and where their file is'
complete -c talkie-sh -n 'not __fish_seen_subcommand_from reconstruct config completions' -a completions -d 'print the completions of talkie-sh for a shell'
complete -c talkie-sh -n '__fish_seen_subcommand_from reconstruct' -s h -l help -d 'show this help'
complete -c talkie-sh -n '__fish_seen_subcommand_from reconstruct' -l config -r -F -d 'read this settings file instead of your own'
complete -c talkie-sh -n '__fish_seen_subcommand_from reconstruct' -l debug -d 'show the traceback of an error'
complete -c talkie-sh -n '__fish_seen_subcommand_from reconstruct' -l json -d 'print one JSON object a line'
complete -c talkie-sh -n '__fish_seen_subcommand_from reconstruct' -l engine -x -a 'embedded preprocessor' -d 'what proposes commands the trained model or the tables alone (default embedded)'
complete -c talkie-sh -n '__fish_seen_subcommand_from reconstruct' -l source -x -a 'typed voice' -d 'where words come from if nobody says typed or voice (default typed)'
complete -c talkie-sh -n '__fish_seen_subcommand_from config' -s h -l help -d 'show this help'
complete -c talkie-sh -n '__fish_seen_subcommand_from config' -l config -r -F -d 'read this settings file instead of your own'
complete -c talkie-sh -n '__fish_seen_subcommand_from config' -l debug -d 'show the traceback of an error'
complete -c talkie-sh -n '__fish_seen_subcommand_from config' -l init -r -F -d 'write a commented settings file to start from; one that is there stays as it is'
complete -c talkie-sh -n '__fish_seen_subcommand_from config' -l json -d 'print one JSON object'
complete -c talkie-sh -n '__fish_seen_subcommand_from completions' -s h -l help -d 'show this help'
complete -c talkie-sh -n '__fish_seen_subcommand_from completions' -l config -r -F -d 'read this settings file instead of your own'
complete -c talkie-sh -n '__fish_seen_subcommand_from completions' -l debug -d 'show the traceback of an error'
complete -c talkie-sh -n '__fish_seen_subcommand_from completions' -a bash
complete -c talkie-sh -n '__fish_seen_subcommand_from completions' -a zsh
complete -c talkie-sh -n '__fish_seen_subcommand_from completions' -a fish
