if [ -e "$ROOT/toy" ]; then echo yes; else echo no; fi
