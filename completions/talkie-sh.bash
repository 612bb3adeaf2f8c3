# Made by `talkie-sh completions bash` from the parser; do not edit.
_talkie_sh_words() { COMPREPLY=($(compgen -W "$1" -- "$2")); }
_talkie_sh_files() { local IFS=$'\n'; COMPREPLY=($(compgen -f -- "$1")); }
_talkie_sh() {
    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"
    local verb='' at
    if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then
        before="${COMP_WORDS[COMP_CWORD-2]}"; fi
    for ((at = 1; at < COMP_CWORD; at++)); do
        case "$verb/${COMP_WORDS[at]}" in
            /reconstruct | /dictate | /transcribe | /models | /models/list | /models/fetch | /models/remove | /corrections | /corrections/list | /corrections/export | /corrections/path | /coverage | /eval | /eval-voice | /data | /train | /train-voice | /bench | /load | /devices | /risk | /config | /doctor | /init | /completions) verb="$verb/${COMP_WORDS[at]}" ;;
        esac
    done
    COMPREPLY=()
    case "$verb:$before" in
        ':--config') _talkie_sh_files "$word"; return ;;
        ':--engine') _talkie_sh_words 'embedded preprocessor' "$word"; return ;;
        ':--source') _talkie_sh_words 'typed voice' "$word"; return ;;
        ':--microphone') :; return ;;
        ':--speech-model') :; return ;;
        ':--speech-adapter') :; return ;;
        ':--audio-file') _talkie_sh_files "$word"; return ;;
        '/reconstruct:--config') _talkie_sh_files "$word"; return ;;
        '/reconstruct:--engine') _talkie_sh_words 'embedded preprocessor' "$word"; return ;;
        '/reconstruct:--source') _talkie_sh_words 'typed voice' "$word"; return ;;
        '/dictate:--config') _talkie_sh_files "$word"; return ;;
        '/dictate:--audio-file') _talkie_sh_files "$word"; return ;;
        '/dictate:--engine') _talkie_sh_words 'embedded preprocessor' "$word"; return ;;
        '/dictate:--microphone') :; return ;;
        '/dictate:--speech-model') :; return ;;
        '/dictate:--speech-adapter') :; return ;;
        '/transcribe:--config') _talkie_sh_files "$word"; return ;;
        '/transcribe:--engine') _talkie_sh_words 'embedded preprocessor' "$word"; return ;;
        '/transcribe:--speech-model') :; return ;;
        '/transcribe:--speech-adapter') :; return ;;
        '/models:--config') _talkie_sh_files "$word"; return ;;
        '/models/list:--config') _talkie_sh_files "$word"; return ;;
        '/models/fetch:--config') _talkie_sh_files "$word"; return ;;
        '/models/remove:--config') _talkie_sh_files "$word"; return ;;
        '/corrections:--config') _talkie_sh_files "$word"; return ;;
        '/corrections/list:--limit') :; return ;;
        '/corrections/list:--config') _talkie_sh_files "$word"; return ;;
        '/corrections/export:--config') _talkie_sh_files "$word"; return ;;
        '/corrections/path:--config') _talkie_sh_files "$word"; return ;;
        '/coverage:--config') _talkie_sh_files "$word"; return ;;
        '/coverage:--tier') :; return ;;
        '/coverage:--seed') :; return ;;
        '/eval:--config') _talkie_sh_files "$word"; return ;;
        '/eval:--report') _talkie_sh_files "$word"; return ;;
        '/eval:--worst') :; return ;;
        '/eval:--tier') :; return ;;
        '/eval:--context') _talkie_sh_files "$word"; return ;;
        '/eval:--engine') _talkie_sh_words 'embedded preprocessor' "$word"; return ;;
        '/eval-voice:--config') _talkie_sh_files "$word"; return ;;
        '/eval-voice:--tiers') :; return ;;
        '/eval-voice:--voices') :; return ;;
        '/eval-voice:--speeds') :; return ;;
        '/eval-voice:--conditions') :; return ;;
        '/eval-voice:--english') _talkie_sh_files "$word"; return ;;
        '/eval-voice:--sentences') :; return ;;
        '/eval-voice:--limit') :; return ;;
        '/eval-voice:--seed') :; return ;;
        '/eval-voice:--report') _talkie_sh_files "$word"; return ;;
        '/eval-voice:--worst') :; return ;;
        '/eval-voice:--engine') _talkie_sh_words 'embedded preprocessor' "$word"; return ;;
        '/eval-voice:--speech-model') :; return ;;
        '/eval-voice:--speech-adapter') :; return ;;
        '/data:--config') _talkie_sh_files "$word"; return ;;
        '/data:--commands') _talkie_sh_files "$word"; return ;;
        '/data:--heldout') _talkie_sh_files "$word"; return ;;
        '/data:--sample') :; return ;;
        '/data:--seed') :; return ;;
        '/data:--chat') _talkie_sh_files "$word"; return ;;
        '/train:--config') _talkie_sh_files "$word"; return ;;
        '/train:--heldout') _talkie_sh_files "$word"; return ;;
        '/train:--out') _talkie_sh_files "$word"; return ;;
        '/train:--workers') :; return ;;
        '/train:--development') _talkie_sh_files "$word"; return ;;
        '/train:--tiers') :; return ;;
        '/train:--heard-pairs') _talkie_sh_files "$word"; return ;;
        '/train:--start') _talkie_sh_files "$word"; return ;;
        '/train:--steps') :; return ;;
        '/train:--slots-per-batch') :; return ;;
        '/train:--rate') :; return ;;
        '/train:--matrix-rate') :; return ;;
        '/train:--warmup') :; return ;;
        '/train:--seed') :; return ;;
        '/train:--shard-size') :; return ;;
        '/train:--shards') :; return ;;
        '/train:--repeats') :; return ;;
        '/train:--evaluate-every') :; return ;;
        '/train:--patience') :; return ;;
        '/train:--composed') :; return ;;
        '/train:--tldr') :; return ;;
        '/train:--real') :; return ;;
        '/train:--heard') :; return ;;
        '/train:--start-share') :; return ;;
        '/train:--width') :; return ;;
        '/train:--layers') :; return ;;
        '/train:--heads') :; return ;;
        '/train-voice:--config') _talkie_sh_files "$word"; return ;;
        '/train-voice:--heldout') _talkie_sh_files "$word"; return ;;
        '/train-voice:--out') _talkie_sh_files "$word"; return ;;
        '/train-voice:--workers') :; return ;;
        '/train-voice:--english') _talkie_sh_files "$word"; return ;;
        '/train-voice:--base') :; return ;;
        '/train-voice:--start') _talkie_sh_files "$word"; return ;;
        '/train-voice:--voices') :; return ;;
        '/train-voice:--steps') :; return ;;
        '/train-voice:--minutes') :; return ;;
        '/train-voice:--rank') :; return ;;
        '/train-voice:--scale') :; return ;;
        '/train-voice:--rate') :; return ;;
        '/train-voice:--warmup') :; return ;;
        '/train-voice:--frames-a-batch') :; return ;;
        '/train-voice:--together') :; return ;;
        '/train-voice:--evaluate-every') :; return ;;
        '/train-voice:--seed') :; return ;;
        '/train-voice:--start-share') :; return ;;
        '/train-voice:--lines') :; return ;;
        '/train-voice:--unseen') :; return ;;
        '/train-voice:--validation') :; return ;;
        '/train-voice:--shard') :; return ;;
        '/train-voice:--views') :; return ;;
        '/bench:--config') _talkie_sh_files "$word"; return ;;
        '/bench:--runs') :; return ;;
        '/bench:--audio') _talkie_sh_files "$word"; return ;;
        '/bench:--engine') _talkie_sh_words 'embedded preprocessor' "$word"; return ;;
        '/bench:--speech-model') :; return ;;
        '/bench:--speech-adapter') :; return ;;
        '/load:--config') _talkie_sh_files "$word"; return ;;
        '/load:--commands') :; return ;;
        '/load:--sessions') :; return ;;
        '/load:--each') :; return ;;
        '/load:--kills') :; return ;;
        '/load:--closings') :; return ;;
        '/load:--keys') :; return ;;
        '/load:--megabytes') :; return ;;
        '/load:--only') _talkie_sh_words 'commands sessions each kills closings keys megabytes' "$word"; return ;;
        '/load:--shell') :; return ;;
        '/load:--seed') :; return ;;
        '/load:--engine') _talkie_sh_words 'embedded preprocessor' "$word"; return ;;
        '/devices:--config') _talkie_sh_files "$word"; return ;;
        '/devices:--microphone') :; return ;;
        '/risk:--config') _talkie_sh_files "$word"; return ;;
        '/risk:--file') _talkie_sh_files "$word"; return ;;
        '/config:--config') _talkie_sh_files "$word"; return ;;
        '/config:--init') _talkie_sh_files "$word"; return ;;
        '/doctor:--config') _talkie_sh_files "$word"; return ;;
        '/init:--config') _talkie_sh_files "$word"; return ;;
        '/completions:--config') _talkie_sh_files "$word"; return ;;
    esac
    case "$verb:$word" in
        ':'-*) _talkie_sh_words '-h --help --version --config --debug --engine --source --microphone --speech-model --speech-adapter --private --audio-file' "$word" ;;
        ':'*) _talkie_sh_words 'reconstruct dictate transcribe models corrections coverage eval eval-voice data train train-voice bench load devices risk config doctor init completions' "$word" ;;
        '/reconstruct:'-*) _talkie_sh_words '-h --help --config --debug --json --engine --source' "$word" ;;
        '/dictate:'-*) _talkie_sh_words '-h --help --config --debug --json --for-shell --audio-file --engine --microphone --speech-model --speech-adapter' "$word" ;;
        '/transcribe:'-*) _talkie_sh_words '-h --help --config --debug --json --engine --speech-model --speech-adapter' "$word" ;;
        '/transcribe:'*) _talkie_sh_files "$word" ;;
        '/models:'-*) _talkie_sh_words '-h --help --config --debug' "$word" ;;
        '/models:'*) _talkie_sh_words 'list fetch remove' "$word" ;;
        '/models/list:'-*) _talkie_sh_words '-h --help --json --config --debug' "$word" ;;
        '/models/fetch:'-*) _talkie_sh_words '-h --help --from-package --config --debug' "$word" ;;
        '/models/fetch:'*) _talkie_sh_words 'tiny.en base base.en small.en large-v3-turbo' "$word" ;;
        '/models/remove:'-*) _talkie_sh_words '-h --help --config --debug' "$word" ;;
        '/models/remove:'*) _talkie_sh_words 'tiny.en base base.en small.en large-v3-turbo' "$word" ;;
        '/corrections:'-*) _talkie_sh_words '-h --help --config --debug' "$word" ;;
        '/corrections:'*) _talkie_sh_words 'list export path' "$word" ;;
        '/corrections/list:'-*) _talkie_sh_words '-h --help --limit --all --json --config --debug' "$word" ;;
        '/corrections/export:'-*) _talkie_sh_words '-h --help --force --json --config --debug' "$word" ;;
        '/corrections/export:'*) _talkie_sh_files "$word" ;;
        '/corrections/path:'-*) _talkie_sh_words '-h --help --config --debug' "$word" ;;
        '/coverage:'-*) _talkie_sh_words '-h --help --config --debug --tier --misses --seed --json' "$word" ;;
        '/coverage:'*) _talkie_sh_files "$word" ;;
        '/eval:'-*) _talkie_sh_words '-h --help --config --debug --json --report --worst --stages --tier --context --engine' "$word" ;;
        '/eval:'*) _talkie_sh_files "$word" ;;
        '/eval-voice:'-*) _talkie_sh_words '-h --help --config --debug --tiers --voices --speeds --conditions --english --sentences --every --limit --seed --no-prompt --anew --json --report --worst --engine --speech-model --speech-adapter' "$word" ;;
        '/eval-voice:'*) _talkie_sh_files "$word" ;;
        '/data:'-*) _talkie_sh_words '-h --help --config --debug --commands --heldout --sample --seed --pairs --chat --force --json' "$word" ;;
        '/train:'-*) _talkie_sh_words '-h --help --config --debug --heldout --out --workers --development --tiers --heard-pairs --start --steps --slots-per-batch --rate --matrix-rate --warmup --seed --shard-size --shards --repeats --evaluate-every --patience --composed --tldr --real --heard --start-share --width --layers --heads' "$word" ;;
        '/train-voice:'-*) _talkie_sh_words '-h --help --config --debug --heldout --out --workers --english --base --start --voices --steps --minutes --rank --scale --rate --warmup --frames-a-batch --together --evaluate-every --seed --start-share --lines --unseen --validation --shard --views' "$word" ;;
        '/bench:'-*) _talkie_sh_words '-h --help --config --debug --runs --without-blas --audio --json --engine --speech-model --speech-adapter' "$word" ;;
        '/load:'-*) _talkie_sh_words '-h --help --config --debug --full --commands --sessions --each --kills --closings --keys --megabytes --only --shell --seed --json --engine' "$word" ;;
        '/devices:'-*) _talkie_sh_words '-h --help --config --debug --microphone --json' "$word" ;;
        '/risk:'-*) _talkie_sh_words '-h --help --config --debug --file --json' "$word" ;;
        '/config:'-*) _talkie_sh_words '-h --help --config --debug --init --json' "$word" ;;
        '/doctor:'-*) _talkie_sh_words '-h --help --config --debug --json' "$word" ;;
        '/init:'-*) _talkie_sh_words '-h --help --config --debug' "$word" ;;
        '/init:'*) _talkie_sh_words 'bash zsh fish' "$word" ;;
        '/completions:'-*) _talkie_sh_words '-h --help --config --debug' "$word" ;;
        '/completions:'*) _talkie_sh_words 'bash zsh fish' "$word" ;;
    esac
}
complete -o filenames -F _talkie_sh talkie-sh
