"""The process: settings, command line, app, scheduler, delivery and servers. It knows everything and decides nothing."""
