package middleware

import (
	"bytes"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Hosts are the names under which this place answers.
type Hosts struct{ names [][]byte }

// NewHosts allows the host of the address that people use and, where the program listens on this computer only,
// this computer's own names at the same port.
func NewHosts(base *url.URL, listen string) Hosts {
	names := []string{strings.ToLower(base.Host)}
	host, port, err := net.SplitHostPort(listen)
	ip, notIP := netip.ParseAddr(host)
	if err == nil && (host == "localhost" || notIP == nil && (ip.IsLoopback() || ip.IsUnspecified() && isLocalName(base.Hostname()))) {
		for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
			names = append(names, net.JoinHostPort(name, port))
		}
	}
	var h Hosts
	for _, name := range names {
		h.names = append(h.names, []byte(name))
		for scheme, port := range map[string]string{"http": ":80", "https": ":443"} {
			if base.Scheme == scheme && strings.HasSuffix(name, port) {
				h.names = append(h.names, []byte(strings.TrimSuffix(name, port)))
			} else if base.Scheme == scheme && name == base.Host && base.Port() == "" {
				h.names = append(h.names, []byte(name+port))
			}
		}
	}
	return h
}

func isLocalName(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Allows tells whether the request asks for one of the names, in the plain form of a request.
func (h Hosts) Allows(c *fiber.Ctx) bool {
	header := &c.Request().Header
	if uri := header.RequestURI(); len(uri) == 0 || uri[0] != '/' {
		return false
	}
	asked := header.Host()
	for _, name := range h.names {
		if bytes.EqualFold(asked, name) {
			return true
		}
	}
	return false
}

// ErrMisdirected refuses a request for a name that is not this place's.
var ErrMisdirected = fiber.NewError(fiber.StatusMisdirectedRequest, "This address does not belong to this site.")

// Require refuses requests that name no host, another host, or their target in another form than a path.
// Two Host headers are refused by the server itself.
func (h Hosts) Require(c *fiber.Ctx) error {
	if h.Allows(c) {
		return c.Next()
	}
	c.Context().SetConnectionClose()
	header := &c.Request().Header
	if uri := header.RequestURI(); len(header.Host()) == 0 || len(uri) == 0 || uri[0] != '/' {
		return fiber.NewError(fiber.StatusBadRequest, "The request is not complete.")
	}
	return ErrMisdirected
}
