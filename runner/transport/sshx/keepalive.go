package sshx

import "time"

// missedAnswers is after how many questions without an answer a connection is
// given up: ServerAliveCountMax in ssh_config(5).
const missedAnswers = 3

func (d *Dialer) keepAlive() time.Duration {
	if d.KeepAlive > 0 {
		return d.KeepAlive
	}
	return 15 * time.Second
}

// keepAlive asks for an answer every now and then, and ends the connection
// when none has come for a while.
func (c *client) keepAlive(interval time.Duration) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	answers := make(chan struct{}, 1)
	waited := 0 // ticks since the question that is open; 0 if none is
	for {
		select {
		case <-c.ended:
			return
		case <-answers:
			waited = 0
		case <-tick.C:
			if waited == missedAnswers {
				_ = c.Client.Close()
				return
			}
			if waited == 0 {
				go c.ask(answers)
			}
			waited++
		}
	}
}

// ask returns when the answer has come, or the connection has ended. Any
// answer will do, also that the question is not understood.
func (c *client) ask(answers chan<- struct{}) {
	if _, _, err := c.SendRequest("keepalive@openssh.com", true, nil); err == nil {
		answers <- struct{}{}
	}
}
