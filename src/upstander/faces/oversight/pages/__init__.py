"""oversight pages"""
