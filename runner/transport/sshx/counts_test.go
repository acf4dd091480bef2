package sshx_test

// connections is how many the server has accepted.
func (s *server) connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accepted
}

// count counts the handshakes that have not succeeded yet.
func (s *server) count(change int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.greeting += change
	s.greeted = max(s.greeted, s.greeting)
}

// busiest is how many handshakes there were at once.
func (s *server) busiest() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.greeted
}

// heard is how many keepalives have come.
func (s *server) heard() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.questions
}
