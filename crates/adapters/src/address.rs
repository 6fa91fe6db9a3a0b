//! Which addresses a client may call: twins are never for production, and an address that somebody typed in (a
//! webhook's) must not lead into the office's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use percent_encoding::percent_decode_str;

/// Whether `url` leads to a twin: some part of its path is `twin`. `serve` refuses such an address for any adapter.
/// It is the first of two locks; the second is the header `Sandbox: 1` on every twin's answer.
pub fn is_sandbox_address(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy();
    path.split(['/', '\\']).skip(1).any(|part| part.eq_ignore_ascii_case("twin"))
}

/// Whether an IP address is anything but a public one: loopback, private, link-local, shared, reserved, multicast or
/// documentation ranges (IANA special-purpose registries, RFC 6890), and IPv6 forms that carry such an IPv4 address.
pub fn is_private_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => is_private_v6(v6),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
}

/// Blocks inside the public unicast range 2000::/3 that are set aside: IETF protocols (Teredo among them) and two for
/// documentation.
const SET_ASIDE: [(Ipv6Addr, u32); 3] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Blocks that carry an IPv4 address, and how far it is from the right: compatible, mapped, NAT64, 6to4.
const CARRYING: [(Ipv6Addr, u32, u32); 4] = [
    (Ipv6Addr::UNSPECIFIED, 96, 0),
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, 0),
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96, 0),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, 80),
];

fn is_private_v6(address: Ipv6Addr) -> bool {
    let bits = address.to_bits();
    let inside = |block: Ipv6Addr, length: u32| (bits ^ block.to_bits()) >> (128 - length) == 0;
    // An address that carries an IPv4 address reaches that one.
    for (block, length, shift) in CARRYING {
        if inside(block, length) {
            let carried = u32::try_from((bits >> shift) & u128::from(u32::MAX)).unwrap_or(0);
            return is_private_v4(Ipv4Addr::from_bits(carried));
        }
    }
    let public = inside(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
    !public || SET_ASIDE.iter().any(|(block, length)| inside(*block, *length))
}

/// Whether the host of an address is this very machine.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twin_is_known_by_its_path_however_it_is_written() {
        for twin in [
            "http://127.0.0.1:8080/twin/population",
            "https://gateway.example/x/TWIN/sms?x=1",
            "https://gateway.example/%74win/sms",
            "https://gateway.example/a%2Ftwin%2Fsms",
            "https://gateway.example\\twin\\sms",
        ] {
            assert!(is_sandbox_address(twin), "{twin}");
        }
        for real in
            ["https://twin.example/population", "https://gateway.example/twins?x=/twin/", "https://a/b"]
        {
            assert!(!is_sandbox_address(real), "{real}");
        }
    }

    #[test]
    fn addresses_inside_are_told_from_public_ones() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.2.1",
            "192.0.0.8",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "64:ff9b:1::1",
            "::127.0.0.1",
        ] {
            assert!(is_private_address(inside.parse().unwrap()), "{inside}");
        }
        for public in ["1.1.1.1", "223.5.5.5", "172.32.0.1", "100.128.0.1", "2400:3200::1", "::ffff:1.1.1.1"]
        {
            assert!(!is_private_address(public.parse().unwrap()), "{public}");
        }
    }
}
