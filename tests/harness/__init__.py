"""Kill real workers and servers, cut the power, fill the disk - and look whether anything was lost or doubled."""
