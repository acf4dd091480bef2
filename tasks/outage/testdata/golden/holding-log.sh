log=$hrun_state/web-holding.log
if [ -e "$log" ]; then cat "$log"; else echo nobody watches; fi
