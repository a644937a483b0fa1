{%- set faults = [
    ('rating_user_missing', "coalesce(ratings.user_id, '') = ''", 'null', 'null'),
    ('rating_score_unreadable', 'ratings.score is null', 'ratings.score_text', 'null'),
    ('rating_score_outside',
        'ratings.score not between measures.minimum_value and measures.maximum_value',
        'ratings.score_text', 'null'),
    ('rating_time_unreadable', 'ratings.rated_at is null', 'ratings.rated_text', 'null'),
] -%}

with ratings as (
    select * from {{ ref('stg_journey_events__ratings') }}
),

measures as (
    select
        minimum_value,
        maximum_value
    from {{ ref('stg_reference__measures') }}
    where measure_id = 'dhcw_kr_1_3'
),

final as (
    select
        ratings.rating_id,
        ratings.user_id,
        {{ verdict(faults, 'ratings.is_test') }},
        ratings.file_name,
        ratings.row_number,
        ratings.score,
        {{ local_date('ratings.rated_at') }} as rated_date,
        ratings.rated_at,
        ratings.load_id
    from ratings
    cross join measures
)

select * from final
