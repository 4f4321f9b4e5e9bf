package middleware

import (
	"bytes"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Proxies are the ranges of the proxies in front that are believed about who is visiting.
type Proxies []netip.Prefix

// Client is the address that the request came from: the connection's own, or, where that is a trusted proxy, the
// last one in X-Forwarded-For that is not. What a stranger writes there is never believed: a proxy puts its own behind
// it, some of them in a header of its own.
func (p Proxies) Client(c *fiber.Ctx) netip.Addr {
	addr := peer(c)
	if !p.trust(addr) {
		return addr
	}
	lines := c.Request().Header.PeekAll(fiber.HeaderXForwardedFor)
	hops := strings.Split(string(bytes.Join(lines, []byte(","))), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return addr
		}
		if addr = hop.Unmap(); !p.trust(addr) {
			return addr
		}
	}
	return addr
}

func (p Proxies) trust(addr netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

// Network is the part of an address that a household or an organisation shares: /24 or /56. Limits and what the
// sessions page shows go by it, and the full address is stored nowhere.
func (p Proxies) Network(c *fiber.Ctx) netip.Prefix { return network(p.Client(c)) }

func network(addr netip.Addr) netip.Prefix {
	bits := 56
	if addr.Is4() {
		bits = 24
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}

func peer(c *fiber.Ctx) netip.Addr {
	addr, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	return addr.Unmap()
}

// Nearby tells whether the request comes straight from this computer or a private network, not through a proxy.
func Nearby(c *fiber.Ctx) bool {
	addr := peer(c)
	direct := c.Get(fiber.HeaderXForwardedFor) == "" && c.Get("Forwarded") == ""
	return direct && (addr.IsLoopback() || addr.IsPrivate())
}
