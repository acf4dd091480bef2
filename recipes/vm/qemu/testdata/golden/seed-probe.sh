(
seed=/labs/demo/machines/node01/seed-15b968a14c97e3d2
if [ -e "$seed" ]; then echo present; else echo absent; fi
)
