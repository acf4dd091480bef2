root=/var/cache/root
judge='
import contextlib, io, json, os, sys
from cloudinit.cmd.main import main
verdicts = []
for text in json.load(sys.stdin):
    config = os.memfd_create("config")
    os.write(config, text.encode())
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            status = main(["cloud-init", "schema", "--config-file", "/proc/self/fd/%d" % config])
        except SystemExit as end:
            status = end.code
    os.close(config)
    verdicts.append({"valid": not status, "said": said.getvalue().replace("File /proc/self/fd/%d" % config, "it")})
json.dump(verdicts, sys.stdout)
print()
'
program=$root/usr/bin/cloud-init
if ! [ -e "$program" ]; then echo none; exit; fi
read -r python <"$program" || exit
python=${python#??}
python=${python%% *}
printf %s '["#cloud-config\na: b\nusers:\n- c\n- d\n"]' | { unshare --mount --propagation private sh -c 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && mount --rbind /proc "$1/proc" &&
exec chroot "$1" "$2" -B -c "$3"' enter "$root" "$python" "$judge"
}
