package recipes

import "time"

// Unreachable says what becomes of a host that cannot be reached: no
// connection to it stands within the time for that, or the login is refused.
// What fails later is not judged by it, but for [AwaitUnreachable]. The zero value says nothing: a stage
// then does as its recipe does, and a recipe as [FailUnreachable].
type Unreachable struct {
	kind unreachable
	wait time.Duration
}

type unreachable int

const (
	unsettled unreachable = iota
	fails
	skips
	passes
)

// FailUnreachable counts a host that cannot be reached as failed.
func FailUnreachable() Unreachable { return Unreachable{kind: fails} }

// SkipUnreachable does the work without the host. It is reported as
// unreachable, but not as a failure: neither [Stage.MaxFail] nor the exit
// status of the run counts it, hosts that take turns go on without it, and it
// takes no part in later stages either. It is for hosts that may well be off.
func SkipUnreachable() Unreachable { return Unreachable{kind: skips} }

// PassUnreachable counts the host as failed, but not for [Stage.MaxFail]: the
// others go on as if it had failed in a later stage. It is for stages in which a
// host is only looked at, where what was not seen says nothing against the rest.
func PassUnreachable() Unreachable { return Unreachable{kind: passes} }

// AwaitUnreachable tries again, after pauses that grow to half a minute, until
// d has passed since the first attempt; then the host has failed. An attempt
// that has begun is given its time. So is a host awaited, each time for d, that
// was reached and is lost, as by a reboot, unless something was under way on it
// that may not be done again.
func AwaitUnreachable(d time.Duration) Unreachable { return Unreachable{kind: fails, wait: d} }

// Said reports whether u is another than the zero value.
func (u Unreachable) Said() bool { return u.kind != unsettled }

// Skips reports whether the work is done without the host.
func (u Unreachable) Skips() bool { return u.kind == skips }

// Passes reports whether the host's failure stops no stage.
func (u Unreachable) Passes() bool { return u.kind == passes }

// Wait returns for how long a host is tried to be reached again; 0 is once.
func (u Unreachable) Wait() time.Duration { return u.wait }
