package cloudinit

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// sector is the size of a logical sector (ECMA-119, 6.1.2).
const sector = 2048

// What the library takes from the clock and from the files that it was given
// is the same in every image: the date, and the owner.
var (
	longDate  = append([]byte("2000010100000000"), 0) // ECMA-119, 8.4.26.1
	shortDate = []byte{100, 1, 1, 0, 0, 0, 0}         // ECMA-119, 9.1.5
)

// settle puts the contents of the files into the image that has room for them,
// and replaces everything in which images of one seed would differ.
func settle(image []byte, contents map[string]string) ([]byte, error) {
	s := settler{image: image, contents: contents}
	for at := 16 * sector; ; at += sector { // ECMA-119, 6.7.1
		descriptor, err := s.bytes(at, sector)
		if err != nil {
			return nil, err
		}
		if string(descriptor[1:6]) != "CD001" {
			return nil, fmt.Errorf("no volume descriptor at byte %d", at)
		}
		switch descriptor[0] {
		case 255:
			if s.copied != len(contents) {
				return nil, fmt.Errorf("%d of %d files have a place in the image", s.copied, len(contents))
			}
			return s.image, nil
		case 1, 2:
			padded(descriptor)
			for _, date := range []int{813, 830, 847, 864} { // ECMA-119, 8.4.26 to 8.4.29
				copy(descriptor[date:], longDate)
			}
			if err := s.directory(descriptor[156:190], descriptor[0] == 2); err != nil {
				return nil, err
			}
		}
	}
}

// padded fills the names of a volume up with spaces, as they are to be
// (ECMA-119, 8.4.5 to 8.4.22); the library has zeros there.
func padded(descriptor []byte) {
	wide := descriptor[0] == 2 // of Joliet: two bytes a character
	for _, names := range [][]byte{descriptor[8:72], descriptor[190:702]} {
		for i := range names {
			if names[i] == 0 && (!wide || i%2 == 1) {
				names[i] = ' '
			}
		}
	}
}

type settler struct {
	image    []byte
	contents map[string]string
	copied   int
}

// bytes returns a part of the image.
func (s *settler) bytes(at, length int) ([]byte, error) {
	if at < 0 || length < 0 || at+length > len(s.image) {
		return nil, fmt.Errorf("bytes %d to %d are not in the image, which has %d", at, at+length, len(s.image))
	}
	return s.image[at : at+length], nil
}

// extent returns what a directory record is about (ECMA-119, 9.1.3 and 9.1.4).
func (s *settler) extent(record []byte) ([]byte, error) {
	at, length := binary.LittleEndian.Uint32(record[2:]), binary.LittleEndian.Uint32(record[10:])
	return s.bytes(int(at)*sector, int(length))
}

// directory settles a directory, given the record of it that the volume
// descriptor has. The image has no others below it.
func (s *settler) directory(root []byte, joliet bool) error {
	copy(root[18:], shortDate)
	records, err := s.extent(root)
	if err != nil {
		return err
	}
	for at := 0; at < len(records); {
		length := int(records[at])
		if length == 0 { // the rest of the sector is unused
			at += sector - at%sector
			continue
		}
		if length < 34 || at+length > len(records) {
			return fmt.Errorf("a directory record of %d bytes", length)
		}
		if err := s.record(records[at:at+length], joliet); err != nil {
			return err
		}
		at += length
	}
	return nil
}

// record settles a directory record (ECMA-119, 9.1).
func (s *settler) record(record []byte, joliet bool) error {
	copy(record[18:], shortDate)
	end := 33 + int(record[32])
	if end > len(record) {
		return fmt.Errorf("a directory record with a name of %d bytes", record[32])
	}
	if !joliet {
		return s.attributes(record[end+end%2:])
	}
	if len(record[33:end]) == 1 { // the directory itself, and its parent
		return nil
	}
	name := name(record[33:end])
	content, known := s.contents[name]
	extent, err := s.extent(record)
	if err != nil {
		return err
	}
	if !known || len(content) != len(extent) {
		return fmt.Errorf("the image has a file %q of %d bytes", name, len(extent))
	}
	copy(extent, content)
	s.copied++
	return nil
}

// name returns a name of Joliet, which is UCS-2 in big-endian order.
func name(b []byte) string {
	codes := make([]uint16, len(b)/2)
	for i := range codes {
		codes[i] = binary.BigEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(codes))
}

// attributes settles the entries of Rock Ridge (RRIP 1.12, 4.1.1 and 4.1.6;
// SUSP 1.12, 5.1 for those that are continued elsewhere).
func (s *settler) attributes(entries []byte) error {
	for len(entries) >= 4 {
		length := int(entries[2])
		if length < 4 || length > len(entries) {
			return nil // padding
		}
		switch entry := entries[:length]; string(entry[:2]) {
		case "PX":
			owned(entry)
		case "TF":
			for stamp := entry[5:]; len(stamp) >= len(shortDate); stamp = stamp[len(shortDate):] {
				copy(stamp, shortDate)
			}
		case "CE":
			block, at, size := binary.LittleEndian.Uint32(entry[4:]), binary.LittleEndian.Uint32(entry[12:]), binary.LittleEndian.Uint32(entry[20:])
			more, err := s.bytes(int(block)*sector+int(at), int(size))
			if err != nil {
				return err
			}
			if err := s.attributes(more); err != nil {
				return err
			}
		}
		entries = entries[length:]
	}
	return nil
}

// owned sets mode, links, user and group: all is root's, and read-only.
func owned(px []byte) {
	const format, directory = 0o170000, 0o040000
	mode, links := uint32(0o100400), uint32(1)
	if binary.LittleEndian.Uint32(px[4:])&format == directory {
		mode, links = directory|0o500, 2
	}
	for i, value := range []uint32{mode, links, 0, 0} {
		both := bytes.NewBuffer(px[4+8*i : 4+8*i : 12+8*i])
		_ = binary.Write(both, binary.LittleEndian, value)
		_ = binary.Write(both, binary.BigEndian, value)
	}
}
