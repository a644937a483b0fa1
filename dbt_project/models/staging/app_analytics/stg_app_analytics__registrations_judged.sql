{%- set faults = [
    ('registration_user_missing', "coalesce(registrations.user_id, '') = ''",
        'null', 'null'),
    ('registration_time_unreadable', 'registrations.registered_at is null',
        'registrations.registered_text', 'null'),
    ('registration_ended_before_start',
        'deregistrations.deregistered_at < registrations.registered_at',
        'registrations.registered_text', 'deregistrations.deregistered_text'),
] -%}

with registrations as (
    select * from {{ ref('stg_app_analytics__registrations') }}
),

deregistrations as (
    select
        user_id,
        deregistered_text,
        deregistered_at
    from {{ ref('stg_app_analytics__deregistrations') }}
    where is_latest_version
),

final as (
    select
        registrations.user_id,
        {{ verdict(faults, 'registrations.is_test') }},
        registrations.file_name,
        registrations.row_number,
        {{ local_date('registrations.registered_at') }} as registered_date,
        registrations.load_id
    from registrations
    left join deregistrations
        on registrations.user_id = deregistrations.user_id
)

select * from final
