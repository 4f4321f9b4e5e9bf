package pagecache

import "container/list"

// overhead is a rough count of the bytes that a kept page costs beside its own.
const overhead = 1024

// shelf holds pages up to a size in bytes. What makes room is chosen by the SIEVE rule: a hand goes from the oldest
// page to the newest, spares each that was used since it last came by, and takes the first that was not.
type shelf struct {
	limit, size int64
	pages       map[string]*Page
	order       *list.List // newest in front; values are *Page
	hand        *list.Element
}

func newShelf(limit int64) shelf {
	return shelf{limit: limit, pages: map[string]*Page{}, order: list.New()}
}

// put keeps a page in place of an older one. A page larger than an eighth of the shelf is not kept.
func (s *shelf) put(key string, p *Page) {
	if old := s.pages[key]; old != nil {
		s.remove(old)
	}
	cost := p.cost(key)
	if cost > s.limit/8 {
		return
	}
	for s.size+cost > s.limit {
		s.evict()
	}
	p.key = key
	p.place = s.order.PushFront(p)
	s.pages[key] = p
	s.size += cost
}

func (s *shelf) evict() {
	at := s.hand
	if at == nil {
		at = s.order.Back()
	}
	for at.Value.(*Page).used.Swap(false) {
		if at = at.Prev(); at == nil {
			at = s.order.Back()
		}
	}
	s.hand = at.Prev()
	s.remove(at.Value.(*Page))
}

func (s *shelf) remove(p *Page) {
	if s.hand == p.place {
		s.hand = p.place.Prev()
	}
	s.order.Remove(p.place)
	delete(s.pages, p.key)
	s.size -= p.cost(p.key)
}
