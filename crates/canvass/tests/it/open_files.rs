//! A server raises its own bound on open files to what its connections need, or says that it could not.

use crate::process::{Place, Server};

/// The first number of the kernel's line on open files.
fn allowed(server: &Server) -> u64 {
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.process())).unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

fn serve_with(bounds: &str) -> (Place, Server) {
    let place = Place::sqlite();
    let [flag, value] = place.storage();
    let arguments = ["serve", &flag, &value, "--listen", "127.0.0.1:0"];
    let server = Server::start_under(&["prlimit", bounds, "--"], &arguments, place.folder());
    (place, server)
}

#[test]
fn a_low_bound_is_raised_without_a_word() {
    let (_place, server) = serve_with("--nofile=300:9000");
    assert_eq!(allowed(&server), 4_096 + 256);
    assert!(!server.stop_and_log().contains("open files"));
}

#[test]
fn a_bound_that_cannot_be_raised_far_enough_is_told() {
    let (_place, server) = serve_with("--nofile=300:600");
    assert_eq!(allowed(&server), 600);
    let log = server.stop_and_log();
    assert!(log.contains("too few open files") && log.contains("allowed=600") && log.contains("wanted=4352"), "{log}");
}
