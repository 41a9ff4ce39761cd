/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* address.c - IP addresses as mail writes them, and the blocks they are in. */
#include "config.h"

#include "address.h"

#include <stdio.h>
#include <string.h>

#include "scan.h"

/* ------------------------------------------------------------------- read */

/* Snum = 1*3DIGIT, 0 to 255 (RFC 5321 4.1.3); a leading zero is refused, as
 * some readers take it for octal. */
static bool
read_quad(const char *text, size_t length, uint8_t bytes[4])
{
	size_t at = 0;

	for (int part = 0; part < 4; part++) {
		unsigned value = 0;
		size_t start = at;

		while (at < length && at - start < 3 &&
		       hc_is_digit((unsigned char)text[at]))
			value = value * 10 + (unsigned)(text[at++] - '0');
		if (at == start || value > 255 ||
		    (at - start > 1 && text[start] == '0'))
			return false;
		bytes[part] = (uint8_t)value;
		if (part < 3 && (at >= length || text[at++] != '.'))
			return false;
	}
	return at == length;
}

static unsigned
hex_value(unsigned char c)
{
	return hc_is_digit(c) ? c - 0x30u : hc_lower(c) - 0x61u + 10u;
}

/* One group of 1*4HEXDIG.
 * Returns bytes taken, 0 for none or more than four. */
static size_t
read_group(const char *text, size_t length, unsigned *value_out)
{
	size_t at = 0;

	*value_out = 0;
	while (at < length && hc_is_xdigit((unsigned char)text[at])) {
		if (at == 4)
			return 0;
		*value_out =
			*value_out << 4 | hex_value((unsigned char)text[at++]);
	}
	return at;
}

static void
put_group(uint8_t bytes[16], unsigned index, unsigned value)
{
	bytes[2 * index] = (uint8_t)(value >> 8);
	bytes[2 * index + 1] = (uint8_t)value;
}

/* Move the groups after "::" to the end. */
static void
open_gap(uint8_t bytes[16], unsigned gap, unsigned count)
{
	unsigned tail = count - gap;
	unsigned shift = 8 - count;

	memmove(bytes + 2 * (size_t)(gap + shift), bytes + 2 * (size_t)gap,
	        2 * (size_t)tail);
	memset(bytes + 2 * (size_t)gap, 0, 2 * (size_t)shift);
}

/* IPv6 of RFC 4291 2.2: groups, one "::", a dotted quad at the end. */
static bool
read_groups(const char *text, size_t length, uint8_t bytes[16])
{
	unsigned count = 0;
	int gap = -1;
	size_t at = 0;

	memset(bytes, 0, 16);
	if (length >= 2 && text[0] == ':' && text[1] == ':') {
		gap = 0;
		at = 2;
	}
	while (at < length) {
		unsigned value;
		size_t used = read_group(text + at, length - at, &value);

		if (used == 0 || count == 8)
			return false;
		if (at + used < length && text[at + used] == '.') {
			if (count > 6 || !read_quad(text + at, length - at,
			                            bytes + 2 * (size_t)count))
				return false;
			count += 2;
			break;
		}
		put_group(bytes, count++, value);
		at += used;
		if (at == length)
			break;
		if (text[at++] != ':' || at == length)
			return false;
		if (text[at] != ':')
			continue;
		if (gap >= 0)
			return false;
		gap = (int)count;
		at++;
	}
	if (gap < 0)
		return count == 8;
	/* "::" stands for at least one group (RFC 5952 4.2.2 on writing;
	 * RFC 5321 asks for two, but real writers shorten one). */
	if (count > 7)
		return false;
	open_gap(bytes, (unsigned)gap, count);
	return true;
}

static bool
zone_ok(const char *zone, size_t length)
{
	if (length == 0 || length > 32)
		return false;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)zone[i];

		if (!hc_is_alnum(c) && c != '.' && c != '_' && c != '-')
			return false;
	}
	return true;
}

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

static bool
read_v6(const char *text, size_t length, HcAddress *address_out,
        bool *zoned_out)
{
	const char *percent = memchr(text, '%', length);
	size_t bare = percent != NULL ? (size_t)(percent - text) : length;

	if (percent != NULL && !zone_ok(percent + 1, length - bare - 1))
		return false;
	if (!read_groups(text, bare, address_out->bytes))
		return false;
	*zoned_out = percent != NULL;
	address_out->family = 6;
	if (memcmp(address_out->bytes, mapped, sizeof(mapped)) == 0) {
		memmove(address_out->bytes, address_out->bytes + 12, 4);
		memset(address_out->bytes + 4, 0, 12);
		address_out->family = 4;
	}
	return true;
}

bool
hc_address_read(const char *text, size_t length, HcAddress *address_out,
                bool *tagged_out, bool *zoned_out)
{
	HcAddress address = {0};
	bool tagged;
	bool zoned = false;
	bool ok;

	/* Mostly it is a name that is asked about. */
	if (!hc_address_begins(text, length)) {
		*address_out = address;
		if (tagged_out != NULL)
			*tagged_out = false;
		if (zoned_out != NULL)
			*zoned_out = false;
		return false;
	}
	tagged = length > 5 && hc_is(text, 5, "IPv6:");
	if (tagged)
		ok = read_v6(text + 5, length - 5, &address, &zoned);
	else if (memchr(text, ':', length) != NULL)
		ok = read_v6(text, length, &address, &zoned);
	else {
		ok = read_quad(text, length, address.bytes);
		address.family = 4;
	}
	if (!ok)
		memset(&address, 0, sizeof(address));
	*address_out = address;
	if (tagged_out != NULL)
		*tagged_out = ok && tagged;
	if (zoned_out != NULL)
		*zoned_out = ok && zoned;
	return ok;
}

/* ------------------------------------------------------------------ write */

static unsigned
group_at(const HcAddress *address, unsigned index)
{
	return (unsigned)address->bytes[2 * index] << 8 |
	       address->bytes[2 * index + 1];
}

/* The longest run of two or more zero groups, the first of equals
 * (RFC 5952 4.2.3).  Returns its length, 0 for none. */
static unsigned
longest_zeros(const HcAddress *address, unsigned *start_out)
{
	unsigned best = 0;

	*start_out = 8;
	for (unsigned i = 0; i < 8; i++) {
		unsigned run = 0;

		while (i + run < 8 && group_at(address, i + run) == 0)
			run++;
		if (run > best && run >= 2) {
			best = run;
			*start_out = i;
		}
		i += run;
	}
	return best;
}

static void
write_quad(const uint8_t bytes[4], char *out)
{
	for (unsigned i = 0; i < 4; i++) {
		if (i > 0)
			*out++ = '.';
		if (bytes[i] >= 100)
			*out++ = (char)('0' + bytes[i] / 100);
		if (bytes[i] >= 10)
			*out++ = (char)('0' + bytes[i] / 10 % 10);
		*out++ = (char)('0' + bytes[i] % 10);
	}
	*out = '\0';
}

void
hc_address_write(const HcAddress *address, char *text_out)
{
	const uint8_t *b = address->bytes;
	unsigned start;
	unsigned run;
	char *out = text_out;

	*out = '\0';
	if (address->family == 4)
		write_quad(b, out);
	if (address->family != 6)
		return;
	run = longest_zeros(address, &start);
	for (unsigned i = 0; i < 8; i++) {
		if (run > 0 && i == start) {
			memcpy(out, "::", 3);
			out += 2;
			i += run - 1;
			continue;
		}
		if (i > 0 && !(run > 0 && i == start + run))
			*out++ = ':';
		out += snprintf(out, 5, "%x", group_at(address, i));
	}
}

bool
hc_address_equal(const HcAddress *a, const HcAddress *b)
{
	size_t used = a->family == 4 ? 4 : 16;

	return a->family == b->family && a->family != 0 &&
	       memcmp(a->bytes, b->bytes, used) == 0;
}

/* ------------------------------------------------------------------ reach */

typedef struct {
	HcNetwork block;
	HcReach reach;
	const char *source;
} ReachRow;

/* IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890) and the
 * multicast and reserved blocks beside them.  The narrower block stands
 * first.  64:ff9b::/96 and 2002::/16 stand for other hosts on the Internet,
 * so they are public. */
static const ReachRow reaches[] = {
	{{{4, {127}}, 8},				 HC_REACH_LOOPBACK,   "RFC 1122 3.2.1.3"                },
	{{{4, {10}}, 8},				  HC_REACH_PRIVATE,    "RFC 1918"                        },
	{{{4, {172, 16}}, 12},                            HC_REACH_PRIVATE,    "RFC 1918"                        },
	{{{4, {192, 168}}, 16},                           HC_REACH_PRIVATE,    "RFC 1918"                        },
	{{{4, {169, 254}}, 16},                           HC_REACH_LINK_LOCAL, "RFC 3927"                        },
	{{{4, {100, 64}}, 10},                            HC_REACH_SHARED,     "RFC 6598"                        },
	{{{4, {0}}, 8},				   HC_REACH_RESERVED,   "RFC 791 3.2"                     },
	{{{4, {192, 0, 0, 9}}, 32},                       HC_REACH_PUBLIC,     "RFC 7723"                        },
	{{{4, {192, 0, 0, 10}}, 32},                      HC_REACH_PUBLIC,     "RFC 8155"                        },
	{{{4, {192}}, 24},				HC_REACH_RESERVED,   "RFC 6890"                        },
	{{{4, {192, 0, 2}}, 24},                          HC_REACH_RESERVED,   "RFC 5737"                        },
	{{{4, {198, 18}}, 15},                            HC_REACH_RESERVED,   "RFC 2544"                        },
	{{{4, {198, 51, 100}}, 24},                       HC_REACH_RESERVED,   "RFC 5737"                        },
	{{{4, {203, 0, 113}}, 24},                        HC_REACH_RESERVED,   "RFC 5737"                        },
	{{{4, {224}}, 4},				 HC_REACH_RESERVED,   "RFC 5771"                        },
	{{{4, {240}}, 4},				 HC_REACH_RESERVED,   "RFC 1112 4"                      },
	{{{6, {[15] = 1}}, 128},                          HC_REACH_LOOPBACK,   "RFC 4291 2.5.3"                  },
	{{{6, {0x00}}, 128},			      HC_REACH_RESERVED,   "RFC 4291 2.5.2"                  },
	{{{6, {0x00}}, 96},			       HC_REACH_RESERVED,   "RFC 4291 2.5.5.1 (deprecated)"   },
	{{{6, {0xfc}}, 7},				HC_REACH_PRIVATE,    "RFC 4193"                        },
	{{{6, {0xfe, 0x80}}, 10},                         HC_REACH_LINK_LOCAL, "RFC 4291 2.5.6"                  },
	{{{6, {0xfe, 0xc0}}, 10},
         HC_REACH_PRIVATE,                                                     "RFC 3879 (deprecated site-local)"},
	{{{6, {0xff}}, 8},				HC_REACH_RESERVED,   "RFC 4291 2.7"                    },
	{{{6, {0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}}, 48},
         HC_REACH_PRIVATE,                                                     "RFC 8215"			},
	{{{6, {0x01}}, 64},			       HC_REACH_RESERVED,   "RFC 6666"                        },
	{{{6, {0x20, 0x01, 0x00, 0x02}}, 48},             HC_REACH_RESERVED,   "RFC 5180"                        },
	{{{6, {0x20, 0x01, 0x00, 0x10}}, 28},             HC_REACH_RESERVED,   "RFC 4843"                        },
	{{{6, {0x20, 0x01, 0x0d, 0xb8}}, 32},             HC_REACH_RESERVED,   "RFC 3849"                        },
	{{{6, {0x3f, 0xff}}, 20},                         HC_REACH_RESERVED,   "RFC 9637"                        },
	{{{6, {0x5f}}, 16},			       HC_REACH_RESERVED,   "RFC 9602"                        },
};

#define NO_ROW G_N_ELEMENTS(reaches)

/* First row that can hold an address of this first byte. */
static uint8_t
first_row(int family, unsigned byte)
{
	for (size_t i = 0; i < NO_ROW; i++) {
		const HcNetwork *block = &reaches[i].block;
		unsigned bits = MIN(block->prefix, 8);

		if (block->base.family == family &&
		    ((block->base.bytes[0] ^ byte) >> (8 - bits)) == 0)
			return (uint8_t)i;
	}
	return NO_ROW;
}

/* Each address of each hop is asked about, and few first bytes stand in the
 * table. */
static const uint8_t *
first_rows(void)
{
	static uint8_t rows[2 * 256];
	static gsize once;

	if (g_once_init_enter(&once)) {
		for (unsigned byte = 0; byte < 256; byte++) {
			rows[byte] = first_row(4, byte);
			rows[256 + byte] = first_row(6, byte);
		}
		g_once_init_leave(&once, 1);
	}
	return rows;
}

HcReach
hc_address_reach(const HcAddress *address)
{
	size_t i;

	if (address->family == 0)
		return HC_REACH_RESERVED;
	i = first_rows()[(address->family == 4 ? 0 : 256) + address->bytes[0]];
	for (; i < NO_ROW; i++)
		if (hc_network_holds(&reaches[i].block, address))
			return reaches[i].reach;
	return HC_REACH_PUBLIC;
}

/* --------------------------------------------------------------- networks */

static bool
read_prefix(const char *text, size_t length, unsigned most, unsigned *out)
{
	unsigned value = 0;

	if (length == 0 || length > 3 || (length > 1 && text[0] == '0'))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!hc_is_digit((unsigned char)text[i]))
			return false;
		value = value * 10 + (unsigned)(text[i] - '0');
	}
	*out = value;
	return value <= most;
}

static bool
bits_equal(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned whole = bits / 8;
	unsigned rest = bits % 8;

	/* nearly all comparisons end here */
	if (whole > 0 && a[0] != b[0])
		return false;
	if (memcmp(a, b, whole) != 0)
		return false;
	return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

/* Whether all bits from @p prefix on are zero. */
static bool
host_bits_zero(const HcAddress *address, unsigned prefix, unsigned width)
{
	for (unsigned bit = prefix; bit < width; bit++)
		if (address->bytes[bit / 8] >> (7 - bit % 8) & 1)
			return false;
	return true;
}

bool
hc_network_read(const char *text, size_t length, HcNetwork *network_out)
{
	HcNetwork network = {0};
	const char *slash = length > 0 ? memchr(text, '/', length) : NULL;
	size_t bare = slash != NULL ? (size_t)(slash - text) : length;
	bool zoned;
	unsigned width;

	memset(network_out, 0, sizeof(*network_out));
	if (!hc_address_read(text, bare, &network.base, NULL, &zoned) || zoned)
		return false;
	width = network.base.family == 4 ? 32 : 128;
	network.prefix = width;
	if (slash != NULL &&
	    !read_prefix(slash + 1, length - bare - 1, width, &network.prefix))
		return false;
	if (!host_bits_zero(&network.base, network.prefix, width))
		return false;
	*network_out = network;
	return true;
}

bool
hc_network_holds(const HcNetwork *network, const HcAddress *address)
{
	if (network->base.family != address->family)
		return false;
	if (address->family == 4) {
		uint32_t one, other;

		memcpy(&one, network->base.bytes, 4);
		memcpy(&other, address->bytes, 4);
		return network->prefix == 0 ||
		       g_ntohl(one ^ other) >> (32 - network->prefix) == 0;
	}
	return address->family != 0 &&
	       bits_equal(network->base.bytes, address->bytes, network->prefix);
}
