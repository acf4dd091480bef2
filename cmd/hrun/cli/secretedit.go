package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// editSecret lets an editor change a secret, or write a new one.
func (p *Program) editSecret(_ context.Context, store *secrets.Store, names []string) (err error) {
	name := names[0]
	before, err := store.Get(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	dir, err := os.MkdirTemp(p.memory(), "hrun-edit-") // mode 0700
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "secret")
	if err := os.WriteFile(file, []byte(before.Reveal()), 0o600); err != nil {
		return err
	}
	if err := p.edit(file); err != nil {
		return fmt.Errorf("%w; nothing was changed", err)
	}
	after, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if string(after) == before.Reveal() {
		return p.note("secret %q is as it was", name)
	}
	if err := store.Set(name, sh.NewSecret(string(after))); err != nil {
		return err
	}
	return p.note("secret %q has a new value", name)
}

// memory returns a directory whose files are in memory and not on a disk, or
// "" for that of temporary files if there is none.
func (p *Program) memory() string {
	const tmpfs, ramfs = 0x01021994, 0x858458f6 // statfs(2)
	for _, dir := range []string{p.Getenv("XDG_RUNTIME_DIR"), "/dev/shm"} {
		var st syscall.Statfs_t
		if dir != "" && syscall.Statfs(dir, &st) == nil && (st.Type == tmpfs || st.Type == ramfs) {
			if probe, err := os.MkdirTemp(dir, "hrun-edit-"); err == nil && os.Remove(probe) == nil {
				return dir
			}
		}
	}
	return ""
}

// edit runs the editor. A signal is passed on to it and does not end this
// process, which has the file to remove.
func (p *Program) edit(file string) error {
	editor := cmp.Or(p.Getenv("VISUAL"), p.Getenv("EDITOR"), "vi")
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	// The editor may have arguments of its own. The shell gets the terminal's
	// signals too, must outlive it to tell how it ended, and hands no trap down.
	cmd := exec.Command("sh", "-c", "trap : INT QUIT; "+editor+` "$@"`, editor, file)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.Stdin, p.Stdout, p.Stderr
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("editor %q: %w", editor, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			if s == syscall.SIGTERM || s == syscall.SIGHUP { // the terminal sends the others to both
				_ = cmd.Process.Signal(s)
			}
		case err := <-ended:
			if err != nil {
				return fmt.Errorf("editor %q: %w", editor, err)
			}
			return nil
		}
	}
}
