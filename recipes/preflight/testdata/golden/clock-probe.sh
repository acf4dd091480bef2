case ${hrun_ahead#-} in
''|*[!0-9]*) printf 'the shell does not know how far the clock is ahead: "%s"\n' "$hrun_ahead" >&2; exit 2 ;;
esac
if [ "$hrun_ahead" -le 60 ] && [ "$hrun_ahead" -ge -60 ]; then echo right; else echo "$hrun_ahead"; fi
