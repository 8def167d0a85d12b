//! The server's behaviour as a client sees it.

mod bad_requests;
mod common;
mod connections;
mod end;
mod log;
mod program;
mod routes;
