"""oversight forms"""
