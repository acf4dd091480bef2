package cloudinit

import "errors"

// Command is run by a machine: either a line of shell, or a program with its
// arguments, which no shell looks at. The zero Command is none.
type Command struct {
	Line string
	Args []string // of which the first is the program
}

// Shell returns the command that sh runs from its text.
func Shell(line string) Command { return Command{Line: line} }

// Exec returns the command that runs a program with arguments.
func Exec(program string, args ...string) Command {
	return Command{Args: append([]string{program}, args...)}
}

// node returns a string or a list of strings.
func (c Command) node() node {
	if c.Args == nil {
		return text(c.Line)
	}
	return texts(c.Args)
}

// none reports whether there is no command.
func (c Command) none() bool { return c.Line == "" && len(c.Args) == 0 }

func (c Command) validate() error {
	switch {
	case c.none():
		return errors.New("a command is empty")
	case c.Line != "" && len(c.Args) > 0:
		return errors.New("a command has a line and arguments")
	}
	return nil
}
