"""Half-year reviews (sơ kết): units and wards side by side, with what each unit says of itself."""
