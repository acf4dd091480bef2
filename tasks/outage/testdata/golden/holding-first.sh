log=$hrun_state/web-holding.log
grep -q '^begin .* held$' "$log"
