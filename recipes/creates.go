package recipes

import "fmt"

// checkCreates finds hosts that a stage is to make and needs itself.
func (s *Stage) checkCreates() error {
	for _, made := range s.Creates {
		for _, h := range s.Hosts {
			if h.Name == made.Name {
				return fmt.Errorf("it creates %s, which works in it", h.Name)
			}
		}
	}
	return nil
}
