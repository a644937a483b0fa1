{%- set faults = [
    ('deletion_time_unreadable', 'deleted_at is null', 'deleted_text', 'null'),
    ('deletion_record_missing', "coalesce(deleted_record_id, '') = ''",
        'deleted_record_id', 'null'),
] -%}

with deletions as (
    select
        deletion_id,
        record_id as deleted_record_id,
        deleted_text,
        deleted_at,
        is_latest_version,
        load_id
    from {{ ref('stg_servicenow__deletions') }}
),

final as (
    select
        deletion_id as record_id,
        {{ verdict(faults, 'false') }},
        load_id
    from deletions
)

select * from final
