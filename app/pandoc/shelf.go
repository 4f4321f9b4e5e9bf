package pandoc

import (
	"container/list"
	"sync"
)

// keptMost is how many bytes of finished files are kept. Versions are frozen, so a file made once stays right.
const keptMost = 24 << 20

// shelf keeps the files that were asked for last, by the digest of what they were made from.
type shelf struct {
	mu    sync.Mutex
	most  int
	used  int
	order *list.List // of *file, the one asked for last in front
	files map[[32]byte]*list.Element
}

type file struct {
	key  [32]byte
	data []byte
}

func newShelf(most int) *shelf {
	return &shelf{most: most, order: list.New(), files: map[[32]byte]*list.Element{}}
}

func (s *shelf) get(key [32]byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.files[key]
	if at == nil {
		return nil
	}
	s.order.MoveToFront(at)
	return at.Value.(*file).data
}

func (s *shelf) put(key [32]byte, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.files[key] != nil || len(data) > s.most {
		return
	}
	s.files[key] = s.order.PushFront(&file{key, data})
	for s.used += len(data); s.used > s.most; {
		last := s.order.Back()
		old := s.order.Remove(last).(*file)
		delete(s.files, old.key)
		s.used -= len(old.data)
	}
}
